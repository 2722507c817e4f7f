# Penalty-reward contrasts by lm: dummies of low and high performance, linear contrasts by vcov,
# generalised variance inflation (Fox & Monette 1992), bootstrap with the dummies as they are.
# Rscript make.R, in this folder; reads the bank survey of this repository.
library(jsonlite)
library(boot)
bank <- read.csv("../../../datasets/bank/bank.csv")
dims <- list(tangibles = 1:4, reliability = 5:9, responsiveness = 10:13, assurance = 14:17,
             empathy = 18:22)
half <- function(x) ifelse(rowSums(!is.na(x)) * 2 >= ncol(x), rowMeans(x, na.rm = TRUE), NA)
perceived <- as.data.frame(lapply(dims, function(k) half(as.matrix(bank[paste0("P", k)]))))
gaps <- as.data.frame(lapply(dims, function(k)
  half(as.matrix(bank[paste0("P", k)]) - as.matrix(bank[paste0("E", k)]))))
items <- bank[paste0("P", 1:22)]
names(items) <- paste0("Q", 1:22)

analyse <- function(scores, y, cuts) {
  whole <- complete.cases(scores, y)
  scores <- round(scores[whole, ], 10); y <- y[whole]
  low <- high <- middle <- list(); counts <- cut <- list()
  for (name in names(scores)) {
    ends <- round(cuts(scores[[name]]), 10)
    l <- scores[[name]] <= ends[1]; h <- scores[[name]] >= ends[2] & !l
    cut[[name]] <- unname(ends)
    counts[[name]] <- c(sum(l), sum(!l & !h), sum(h))
    low[[name]] <- if (sum(l) >= 10) as.numeric(l)
    high[[name]] <- if (sum(h) >= 10) as.numeric(h)
  }
  d <- as.data.frame(c(setNames(low, paste0(names(low), ".low")),
                       setNames(high, paste0(names(high), ".high"))))
  fit <- lm(y ~ ., data = d)
  b <- coef(fit); V <- vcov(fit); t <- qt(.975, fit$df.residual)
  R <- cor(d)
  rows <- lapply(names(scores), function(name) {
    own <- intersect(paste0(name, c(".low", ".high")), names(d))
    rest <- setdiff(names(d), own)
    gvif <- (det(R[own, own, drop = FALSE]) * det(R[rest, rest]) / det(R))^(1 / length(own))
    row <- list(item = name, cut = cut[[name]], counts = counts[[name]], gvif = gvif)
    L <- list(penalty = c(1, 0), reward = c(0, 1), asymmetry = c(1, 1), range = c(-1, 1))
    for (said in names(L)) {
      used <- paste0(name, c(".low", ".high"))[L[[said]] != 0]
      if (!all(used %in% names(b))) next
      w <- L[[said]][L[[said]] != 0]
      value <- sum(w * b[used]); se <- sqrt(drop(w %*% V[used, used] %*% w))
      row[[said]] <- c(value, value - t * se, value + t * se,
                       2 * pt(-abs(value / se), fit$df.residual))
    }
    alone <- coef(lm(y ~ ., data = d[own]))
    row$alone <- unname(alone[paste0(name, c(".low", ".high"))])
    row
  })
  s <- summary(fit)
  list(rows = rows, n = length(y), r_squared = s$r.squared, adjusted = s$adj.r.squared,
       sigma = s$sigma, df = fit$df.residual, d = d, y = y)
}
quartiles <- function(x) quantile(x, c(.25, .75))
tails <- function(x) quantile(x, c(.2, .8))
runs <- list(
  dimension = analyse(perceived, bank$satisfaction, quartiles),
  tails = analyse(perceived, bank$loyalty, tails),
  codes = analyse(perceived, bank$satisfaction, function(x) c(4, 6)),
  gap = analyse(gaps, bank$overall_quality, quartiles),
  item = analyse(items, bank$satisfaction, function(x) c(3, 6)))

set.seed(11)
d <- runs$dimension$d; y <- runs$dimension$y
one <- function(data, i) {
  b <- coef(lm(y[i] ~ ., data = data[i, ]))
  l <- b[paste0(names(dims), ".low")]; h <- b[paste0(names(dims), ".high")]
  costs <- pmax(-l, 0); earns <- pmax(h, 0)
  c(l, h, h + l, (earns - costs) / (earns + costs))
}
found <- boot(d, one, R = 4000)
said <- rep(c("penalty", "reward", "asymmetry", "impact_asymmetry"), each = 5)
resampled <- lapply(seq_along(said), function(at) {
  draws <- na.omit(found$t[, at])
  ends <- unname(quantile(draws, c(.025, .975)))
  list(item = names(dims)[(at - 1) %% 5 + 1], said = said[at], ends = ends,
       density = approx(density(draws), xout = ends)$y)
})
runs <- lapply(runs, function(run) run[setdiff(names(run), c("d", "y"))])
write(toJSON(list(versions = list(R = R.version.string, boot = as.character(packageVersion("boot"))),
                  runs = runs, resampled = resampled),
             digits = NA, auto_unbox = TRUE, na = "null", pretty = TRUE), "results.json")
