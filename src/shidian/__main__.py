"""`python -m shidian`."""

from shidian.cli.main import run

run()
