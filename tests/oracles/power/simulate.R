# Monte-Carlo studies of a two-factor model by lavaan, and power by Satorra and Saris (1985).
# Run in this folder: Rscript simulate.R
suppressPackageStartupMessages({
  library(semTools)
  library(jsonlite)
})
versions <- list(
  R = as.character(getRversion()), lavaan = as.character(packageVersion("lavaan")),
  semTools = as.character(packageVersion("semTools"))
)
model <- "f =~ a + b + c + d\ng =~ x + y + z"
truth <- "f =~ 0.7*a + 0.6*b + 0.8*c + 0.5*d\ng =~ 0.7*x + 0.6*y + 0.8*z\nf ~~ 0.3*g"
lambda <- matrix(0, 7, 2)
lambda[1:4, 1] <- c(.7, .6, .8, .5)
lambda[5:7, 2] <- c(.7, .6, .8)
sigma <- lambda %*% matrix(c(1, .3, .3, 1), 2) %*% t(lambda)
diag(sigma) <- 1
items <- c("a", "b", "c", "d", "x", "y", "z")
dimnames(sigma) <- list(items, items)

# the formula: a model with the parameter fixed at 0, fitted to the population
targets <- list("f ~~ g" = "f ~~ 0*g", "f =~ d" = "f =~ 0*d", "g =~ y" = "g =~ 0*y")
saris <- lapply(names(targets), function(name) {
  written <- if (name == "f ~~ g") paste(model, "f ~~ 0*g", sep = "\n") else {
    sub(if (name == "f =~ d") " d" else " y", if (name == "f =~ d") " 0*d" else " 0*y", model)
  }
  power <- sapply(c(60, 120, 250), function(n) {
    SSpower(powerModel = written, n = n, nparam = 1, Sigma = sigma, fun = "cfa", std.lv = TRUE,
            sample.cov.rescale = FALSE)
  })
  list(target = name, n = c(60, 120, 250), power = unname(power))
})
full <- cfa(model, sample.cov = sigma, sample.nobs = 200, std.lv = TRUE, sample.cov.rescale = FALSE)
pe <- parameterEstimates(full)
wald <- pe[pe$se > 0, c("lhs", "op", "rhs", "est", "se")]

study <- function(n, reps, draw, estimator = "ML") {
  keep <- t(replicate(reps, {
    fit <- suppressWarnings(cfa(model, draw(n), std.lv = TRUE, estimator = estimator))
    pe <- parameterEstimates(fit)
    pe <- pe[pe$op == "=~" | (pe$op == "~~" & !(pe$lhs %in% c("f", "g") & pe$lhs == pe$rhs)), ]
    c(pe$est, pe$se, fitMeasures(fit, c("chisq", "cfi", "rmsea", "srmr")))
  }))
  fit <- cfa(model, draw(n), std.lv = TRUE)
  rows <- parameterEstimates(fit)
  rows <- rows[rows$op == "=~" | (rows$op == "~~" & !(rows$lhs %in% c("f", "g") & rows$lhs == rows$rhs)), ]
  k <- nrow(rows)
  est <- keep[, 1:k]
  se <- keep[, k + 1:k]
  found <- data.frame(
    lhs = rows$lhs, op = rows$op, rhs = rows$rhs, mean = colMeans(est), sd = apply(est, 2, sd),
    mean_se = colMeans(se), sd_se = apply(se, 2, sd), power = colMeans(abs(est / se) > qnorm(.975))
  )
  index <- keep[, 2 * k + 1:4]
  list(n = n, reps = reps, parameters = found,
       fit = data.frame(index = c("chisq", "cfi", "rmsea", "srmr"), mean = colMeans(index),
                        sd = apply(index, 2, sd)))
}
normal <- function(n) setNames(as.data.frame(matrix(rnorm(n * 7), n) %*% chol(sigma)), items)
coded <- function(n) {
  y <- as.matrix(normal(n))
  y[] <- findInterval(y, c(-1.5, -.5, .5, 1.5)) + 1
  as.data.frame(y)
}
gaps <- function(n) {
  y <- as.matrix(normal(n))
  y[runif(length(y)) < .05] <- NA
  as.data.frame(y)
}
set.seed(20261121)
studies <- list(
  normal = study(120, 1000, normal),
  coded = study(150, 1000, coded),
  listwise = study(150, 500, gaps),
  mlr = study(120, 300, normal, estimator = "MLR")
)
writeLines(toJSON(list(versions = versions, population = truth, sigma = sigma, saris = saris,
                       wald = wald, wald_n = 200, studies = studies), digits = NA, auto_unbox = TRUE),
           "simulations.json")
