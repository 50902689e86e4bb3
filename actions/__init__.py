"""Rasa's side of a turn: the tracker, the clock, and one table from action to act. What is decided is decided in `dialogue`."""
