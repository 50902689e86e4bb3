"""What a message asks and what it says about the website: the project's own components of the NLU pipeline."""
