"""A page for the people who keep the assistant good: what is asked, what was not understood, where people give up, from what is stored."""
