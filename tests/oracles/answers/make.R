# Answers that the classical oracles share. Run in this folder: Rscript make.R
# survey  simulated SERVQUAL-like answers: 400 respondents, 22 items on 1-7, five correlated factors,
#         skewed; dimensions of 4, 5, 4, 4 and 5 items
# holes   the same with 2.5 % of the answers missing completely at random
# small   60 respondents, 12 items on 1-5, three factors
# bfi     the 25 personality items of psych::bfi (GPL >= 2), complete cases; some keyed negatively
# heywood a correlation matrix whose factor solution has a Heywood case
library(psych)
set.seed(20240518)

survey_of <- function(n, sizes, phi, low, high, points, skew) {
  p <- sum(sizes); m <- length(sizes)
  pattern <- matrix(0, p, m)
  pattern[cbind(seq_len(p), rep(seq_len(m), sizes))] <- runif(p, low, high)
  factors <- matrix(rnorm(n * m), n) %*% chol(matrix(phi, m, m) + diag(1 - phi, m))
  x <- factors %*% t(pattern) + matrix(rnorm(n * p), n) %*% diag(sqrt(1 - rowSums(pattern^2)))
  cuts <- qnorm(seq_len(points - 1)^skew / points^skew)
  answers <- apply(x, 2, function(v) findInterval(v, cuts) + 1)
  colnames(answers) <- paste0("Q", seq_len(p))
  as.data.frame(answers)
}

survey <- survey_of(400, c(4, 5, 4, 4, 5), 0.5, 0.5, 0.85, 7, 1.6)
holes <- survey
holes[matrix(runif(length(as.matrix(survey))) < 0.025, nrow(survey))] <- NA
small <- survey_of(60, c(4, 4, 4), 0.4, 0.5, 0.8, 5, 1.3)
bfi25 <- na.omit(psych::bfi[, 1:25])
weak <- survey_of(70, c(3, 3), 0.2, 0.3, 0.7, 5, 1)
heywood <- cor(weak)
heywood[1, 2] <- heywood[2, 1] <- 0.80
heywood[1, 3] <- heywood[3, 1] <- 0.60
heywood[2, 3] <- heywood[3, 2] <- 0.40

write.csv(survey, "survey.csv", row.names = FALSE)
write.csv(holes, "holes.csv", row.names = FALSE, na = "")
write.csv(small, "small.csv", row.names = FALSE)
write.csv(bfi25, "bfi.csv", row.names = FALSE)
write.csv(heywood, "heywood.csv", row.names = FALSE)
