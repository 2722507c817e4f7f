"""What goes with satisfaction, loyalty and recommendation."""
