"""What is claimed about understanding, speed and memory, measured beside the stock pipeline in one run."""
