"""What is promised about speed, measured as ratios within one run."""
