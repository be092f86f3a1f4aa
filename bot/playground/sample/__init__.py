"""An invented week of papers, laid onto whatever calendar week it is, for use without the internet."""
