"""What a user can ask for, each from options to a result; nothing here prints."""
