"""What is claimed about understanding, speed and memory, measured beside the stock pipeline in one run."""

import os

from tools.environment import QUIET

# Before TensorFlow is imported, which reads them once.
os.environ.update(QUIET)
