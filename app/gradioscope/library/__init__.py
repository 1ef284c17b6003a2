"""What Gradioscope keeps on disk. No Qt; nothing secret."""
