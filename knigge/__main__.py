"""`python -m knigge` is the command `knigge`."""

from .cli import main

if __name__ == "__main__":
    main(prog_name="knigge")
