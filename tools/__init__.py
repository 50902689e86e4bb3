"""What the Makefile's targets do: the environment, the model, and the two servers."""
