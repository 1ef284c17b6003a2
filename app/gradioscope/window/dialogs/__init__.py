"""What appears over the window, none of it modal: command palette, shortcuts, notices."""
