# Dynamic fit cut-offs (McNeish & Wolf 2023) by lavaan, written from the papers' description.
# Run in this folder: Rscript make.R
suppressPackageStartupMessages({
  library(lavaan)
  library(jsonlite)
})
versions <- list(R = as.character(getRversion()), lavaan = as.character(packageVersion("lavaan")))
indices <- c("srmr", "rmsea", "cfi")

# standardised estimates as matrices
standardised <- function(fit) {
  std <- lavInspect(fit, "std")
  list(lambda = unclass(std$lambda), psi = unclass(std$psi))
}
implied <- function(lambda, psi, residual = 0) {
  sigma <- lambda %*% psi %*% t(lambda) + residual
  diag(sigma) <- 1
  sigma
}

# several factors: the weakest item of one factor after the other loads on the most reliable other one
levels_of_several <- function(lambda, psi) {
  m <- ncol(lambda)
  h <- apply(lambda, 2, function(l) 1 / (1 + 1 / sum(l^2 / (1 - l^2))))
  weakest <- sapply(seq_len(m), function(f) {
    mine <- which(lambda[, f] != 0)
    mine[which.min(abs(lambda[mine, f]))]
  })
  size <- sapply(seq_len(m), function(f) abs(lambda[weakest[f], f]))
  two <- colSums(lambda != 0) <= 2
  chosen <- order(two, size)[seq_len(m - 1)]
  used <- character()
  partner <- integer(m)
  for (f in chosen[order(size[chosen])]) {
    others <- setdiff(seq_len(m), f)
    open <- others[!(sapply(others, function(o) paste(sort(c(f, o)), collapse = "-")) %in% used)]
    partner[f] <- open[which.max(h[open])]
    used <- c(used, paste(sort(c(f, partner[f])), collapse = "-"))
  }
  out <- list()
  for (f in chosen) {
    l <- abs(lambda[weakest[f], f])
    r <- abs(l * psi[f, partner[f]])
    lambda[weakest[f], partner[f]] <- min(l, .95 * (sqrt(r^2 + 1 - l^2) - r))
    out[[length(out) + 1]] <- list(
      added = paste(colnames(lambda)[partner[f]], "=~", rownames(lambda)[weakest[f]]),
      magnitude = lambda[weakest[f], partner[f]], sigma = implied(lambda, psi)
    )
  }
  out
}

# one factor: residual correlations of .3 from the weakest pair up
levels_of_one <- function(lambda) {
  p <- nrow(lambda)
  order_ <- order(abs(lambda[, 1]))
  pairs <- if (p == 4) 1 else p %/% 2
  steps <- if (pairs < 3) seq_len(pairs) else c(pairs %/% 3, 2 * pairs %/% 3, pairs)
  theta <- sqrt(1 - lambda[, 1]^2)
  lapply(steps, function(s) {
    residual <- matrix(0, p, p)
    for (k in seq_len(s)) {
      i <- order_[2 * k - 1]
      j <- order_[2 * k]
      residual[i, j] <- residual[j, i] <- .3 * theta[i] * theta[j]
    }
    list(added = paste(rownames(lambda)[order_[2 * s - 1]], "~~", rownames(lambda)[order_[2 * s]]),
         magnitude = .3, sigma = implied(lambda, diag(1), residual))
  })
}

simulate <- function(sigma, n, model, reps, cuts = NULL) {
  names <- rownames(sigma)
  root <- chol(sigma)
  t(replicate(reps, {
    y <- matrix(rnorm(n * ncol(sigma)), n) %*% root
    if (!is.null(cuts)) y <- sapply(seq_along(cuts), function(i) findInterval(y[, i], cuts[[i]]) + 1)
    y <- setNames(as.data.frame(y), names)
    fit <- suppressWarnings(cfa(model, y, std.lv = TRUE, se = "none"))
    if (!lavInspect(fit, "converged")) rep(NA, 3) else fitMeasures(fit, indices)
  }))
}

# quantiles with their Monte-Carlo error, from bootstrap samples of the draws
quantiles <- function(drawn) {
  out <- list()
  for (k in 1:3) {
    x <- drawn[!is.na(drawn[, k]), k]
    for (q in c(.05, .10, .50, .90, .95)) {
      again <- replicate(400, quantile(sample(x, replace = TRUE), q))
      out[[length(out) + 1]] <- list(index = indices[k], q = q, value = unname(quantile(x, q)),
                                     error = sd(again))
    }
  }
  do.call(rbind, lapply(out, as.data.frame))
}

case <- function(name, data, model, reps, likert = FALSE) {
  fit <- cfa(model, data, std.lv = TRUE)
  std <- standardised(fit)
  m <- ncol(std$lambda)
  levels <- if (m == 1) levels_of_one(std$lambda) else levels_of_several(std$lambda, std$psi)
  right <- list(added = "", magnitude = NA, sigma = implied(std$lambda, std$psi))
  n <- lavInspect(fit, "nobs")
  items <- rownames(std$lambda)
  cuts <- NULL
  if (likert) cuts <- lapply(items, function(i) qnorm(cumsum(table(data[[i]])) / nrow(data))[-length(unique(data[[i]]))])
  all <- c(list(right), levels)
  result <- lapply(all, function(l) {
    dimnames(l$sigma) <- list(items, items)
    list(added = l$added, magnitude = l$magnitude, sigma = l$sigma,
         quantiles = quantiles(simulate(l$sigma, n, model, reps, cuts)))
  })
  writeLines(toJSON(list(versions = versions, model = model, n = n, reps = reps, items = items,
                         own = as.list(fitMeasures(fit, indices)), levels = result),
                    digits = NA, auto_unbox = TRUE), paste0(name, ".json"))
}

set.seed(20261121)
hs <- read.csv("../cfa/holzinger.csv")
skewed <- read.csv("../estimators/skewed.csv")
case("hs_three", hs, "visual =~ x1 + x2 + x3\ntextual =~ x4 + x5 + x6\nspeed =~ x7 + x8 + x9", 500)
case("hs_one", hs, "f =~ x1 + x2 + x3 + x4 + x5 + x6", 500)
twelve <- "f =~ Q1 + Q2 + Q3 + Q4\ng =~ Q5 + Q6 + Q7 + Q8\nh =~ Q9 + Q10 + Q11 + Q12"
case("skewed_likert", skewed, twelve, 400, likert = TRUE)
