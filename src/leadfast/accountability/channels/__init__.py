"""The ways by which a notice leaves the page. A channel knows one sentence and one address, and no tables."""
