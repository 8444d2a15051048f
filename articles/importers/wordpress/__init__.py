"""WordPress exports (WXR): posts and pages out of one XML file, one after the other."""
