"""What makes things happen in time: the local loop and the housekeeping timers."""
