"""What services answer and bot renders: frozen data with a ``kind``, kept as JSON so a repeat gets the same."""

from rules.answers.base import Answer, DealHead, FormLate, Sentence, StepShown, deals_in, dump, load

__all__ = ["Answer", "DealHead", "FormLate", "Sentence", "StepShown", "deals_in", "dump", "load"]
