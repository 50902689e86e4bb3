"""What the assistant does in a turn. The actions translate between Rasa's tracker, `icp` and words; they decide nothing."""
