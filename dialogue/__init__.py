"""What a turn does: evidence and conversation in, replies and conversation out. No Rasa, no clock: the place that decides."""
