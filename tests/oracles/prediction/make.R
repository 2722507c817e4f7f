# Regressions of outcomes on dimension scores by lm, with blocks, collinearity, relative importance
# (LMG, by its definition over all orders) and leave-one-out errors. Run in this folder: Rscript make.R
suppressPackageStartupMessages(library(jsonlite))
data <- na.omit(read.csv("../cfa/bfi.csv"))
scores <- data.frame(agree = rowMeans(cbind(7 - data$A1, data[paste0("A", 2:5)])), consc = rowMeans(cbind(data[paste0("C", 1:3)], 7 - data[c("C4", "C5")])),
                     extra = rowMeans(cbind(7 - data[c("E1", "E2")], data[paste0("E", 3:5)])), neuro = rowMeans(data[paste0("N", 1:4)]))
scores$outcome <- data$N5
scores <- scores[1:300, ]
write.csv(scores, "scores.csv", row.names = FALSE)
names_x <- c("agree", "consc", "extra", "neuro")
fit <- lm(outcome ~ ., scores); s <- summary(fit)
standard <- summary(lm(outcome ~ ., as.data.frame(scale(scores))))
half <- qt(.975, fit$df.residual) * standard$coefficients[-1, 2]
r2 <- function(x) if (length(x)) summary(lm(reformulate(x, "outcome"), scores))$r.squared else 0
subsets <- function(x) if (length(x)) unlist(lapply(0:length(x), function(k) combn(x, k, simplify = FALSE)), recursive = FALSE) else list(character(0))
lmg <- sapply(names_x, function(one) { others <- setdiff(names_x, one); p <- length(names_x)
  sum(sapply(subsets(others), function(x) factorial(length(x)) * factorial(p - length(x) - 1) / factorial(p) * (r2(c(x, one)) - r2(x)))) })
vif <- sapply(names_x, function(one) 1 / (1 - summary(lm(reformulate(setdiff(names_x, one), one), scores))$r.squared))
n <- nrow(scores); y <- scores$outcome; h <- hatvalues(fit)
press <- 1 - sum((residuals(fit) / (1 - h))^2) / sum(((y - mean(y)) * n / (n - 1))^2)
first <- lm(outcome ~ agree + extra, scores); step <- anova(lm(outcome ~ 1, scores), first, fit)
k <- length(names_x); error <- sqrt(4 * s$r.squared * (1 - s$r.squared)^2 * (n - k - 1)^2 / ((n^2 - 1) * (n + 3)))
write_json(list(versions = list(R = as.character(getRversion())), file = "scores.csv", outcome = "outcome",
  r_squared = s$r.squared, adjusted = s$adj.r.squared, f = unname(s$fstatistic[1]), df2 = unname(s$fstatistic[3]), sigma = s$sigma, press = press,
  olkin_finn = c(s$r.squared - qnorm(.975) * error, s$r.squared + qnorm(.975) * error),
  coefficients = list(predictor = names_x, b = unname(s$coefficients[-1, 1]), se = unname(s$coefficients[-1, 2]), t = unname(s$coefficients[-1, 3]),
    p = unname(s$coefficients[-1, 4]), beta = unname(standard$coefficients[-1, 1]), beta_low = unname(standard$coefficients[-1, 1] - half),
    beta_high = unname(standard$coefficients[-1, 1] + half), vif = unname(vif), importance = unname(lmg)),
  # anova() tests the first block against the residual of the last model; here each against its own
  blocks = list(delta = c(summary(first)$r.squared, s$r.squared - summary(first)$r.squared),
    f = c(unname(summary(first)$fstatistic[1]), anova(first, fit)[2, "F"]), p = c(anova(lm(outcome ~ 1, scores), first)[2, "Pr(>F)"], anova(first, fit)[2, "Pr(>F)"]))),
  "scores.json", digits = NA, auto_unbox = TRUE)
