"""The words of Paperboy as values and pure decisions; standard library only, and time is an argument."""
