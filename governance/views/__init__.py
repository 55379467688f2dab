"""The pages of this app under /register/, and the register's home."""
