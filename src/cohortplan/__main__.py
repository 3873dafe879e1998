"""``python -m cohortplan`` is the command line."""

import sys

from cohortplan.cli import main

if __name__ == "__main__":  # workers of a cluster import this module under another name
    sys.exit(main())
