"""Queries of what the team sells."""

from collections.abc import Iterable

from sqlmodel import Session, col, select

from storage.tables import Product


def first(tx: Session, most: int) -> list[Product]:
    """The products by name, so many at most."""
    return list(tx.exec(select(Product).order_by(col(Product.name)).limit(most)))


def every(tx: Session) -> list[Product]:
    return list(tx.exec(select(Product).order_by(col(Product.id))))


def by_name(tx: Session, name_norm: str) -> Product | None:
    return tx.exec(select(Product).where(Product.name_norm == name_norm)).first()


def by_ids(tx: Session, product_ids: Iterable[int]) -> dict[int, Product]:
    """id → product."""
    found = tx.exec(select(Product).where(col(Product.id).in_(list(product_ids))))
    return {product.id: product for product in found}
