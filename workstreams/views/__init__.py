"""The pages of this app, all under /register/."""
