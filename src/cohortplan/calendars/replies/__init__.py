"""Answers to invitations: read from mail, judged against the ledger, and what follows from them for the plan."""
