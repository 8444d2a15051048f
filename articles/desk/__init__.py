"""The pages of the desk: each view asks, or hands one act to the engine."""
