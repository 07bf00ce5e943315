"""`python -m bot` is `incident-tracker`."""

from bot.cli import main

if __name__ == "__main__":
    main()
