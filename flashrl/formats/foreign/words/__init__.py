"""What the words of a line mean: questions, answers, labels, options, in many languages."""
