"""The update round: periods, who is asked, drafts, submitting, correcting, reminding. One door for each change."""
