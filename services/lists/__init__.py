"""What people look at: the morning lists, the channel's stuck deals, App Home; all weigh deals alike."""
