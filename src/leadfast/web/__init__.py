"""The screens: one folder each, with its views, URLs, forms and the templates it draws."""
