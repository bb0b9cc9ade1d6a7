"""What the cards' numbers come to: one module a deck, each with `NUMBERS`, card id -> texts that its answer
must hold, computed here from the formula on the card."""
