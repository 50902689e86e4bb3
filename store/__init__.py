"""What is kept of conversations: the tracker store that says yes only to what is on the disk, and what may be done with it later."""
