"""Pages and slides before an audience: which there are, and the server that shows them."""
