"""Queries of what the team sells."""

from collections.abc import Iterable

from sqlmodel import Session, col, select

from storage.tables import Product


def by_ids(tx: Session, product_ids: Iterable[int]) -> dict[int, Product]:
    """id → product."""
    found = tx.exec(select(Product).where(col(Product.id).in_(list(product_ids))))
    return {product.id: product for product in found if product.id is not None}
