"""What is done with private facts in a scenario's folder: seal, purge, tell a person, share with researchers."""
