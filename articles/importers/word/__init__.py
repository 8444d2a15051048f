"""Word documents: judged before anything in them is unpacked, then read as HTML."""
