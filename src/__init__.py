"""leadscore learns from past leads which open ones will convert, and says how likely, why, and what to do."""
