"""ADF: leads about vehicles as XML, in a mail's body, beside it or alone; malformed ones too."""
