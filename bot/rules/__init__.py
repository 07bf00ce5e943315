"""What is allowed and what follows from it: pure tables and functions, values in, values out."""
