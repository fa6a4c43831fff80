"""The house rules: every version of them, who agreed to which, and who still has to hear of the newest."""
