"""Amounts of money: whole minor units are never needed by a sales team, so amounts are decimals
of the workspace's currency, shown without cents unless there are some."""

from decimal import Decimal

_SIGNS = {"USD": "$", "EUR": "€", "GBP": "£", "JPY": "¥", "INR": "₹", "BRL": "R$", "CHF": "CHF "}


def shown(amount: Decimal | int | None, currency: str) -> str:
    """``$14,000`` or ``CHF 12.50``; the empty string for no amount."""
    if amount is None:
        return ""
    value = Decimal(amount)
    digits = f"{value:,.0f}" if value == value.to_integral_value() else f"{value:,.2f}"
    return f"{_SIGNS.get(currency, currency + ' ')}{digits}"
