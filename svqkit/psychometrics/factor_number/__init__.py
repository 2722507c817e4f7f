"""How many factors: each rule, and where rules agree."""
