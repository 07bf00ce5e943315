"""Storage on a real PostgreSQL: what each query promises, alone and while another transaction is at it."""
