"""``python -m cohortplan`` is the command line."""

import sys

from cohortplan.cli import main

sys.exit(main())
