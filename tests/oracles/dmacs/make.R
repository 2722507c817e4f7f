# dMACS by numerical integration (Nye & Drasgow 2011, eq. 3) from lavaan's partial invariance models.
# Run in this folder: Rscript make.R
suppressPackageStartupMessages({ library(lavaan); library(jsonlite) })
versions <- list(R = as.character(getRversion()), lavaan = as.character(packageVersion("lavaan")))
save <- function(x, name) write_json(c(list(versions = versions), x), paste0(name, ".json"), digits = NA, auto_unbox = TRUE)
pooled <- function(parts) { n <- sapply(parts, nrow) - 1; s <- sapply(parts, function(x) apply(x, 2, sd)); drop(s %*% n / sum(n)) }
effects <- function(curve, parts, factor_of, mean, sd) { # curve(group, item, eta)
  items <- names(factor_of); s <- pooled(parts)
  out <- sapply(items, function(i) { f <- factor_of[[i]]
    gap <- function(eta) curve(2, i, eta) - curve(1, i, eta)
    weigh <- function(power) integrate(function(eta) gap(eta)^power * dnorm(eta, mean[[f]], sd[[f]]), mean[[f]] - 12 * sd[[f]], mean[[f]] + 12 * sd[[f]],
                                       rel.tol = 1e-11, subdivisions = 2000)$value
    c(sqrt(weigh(2)) / s[[i]], weigh(1) / s[[i]], weigh(1)) })
  list(item = items, dmacs = unname(out[1, ]), signed = unname(out[2, ]), raw = unname(out[3, ]))
}
# continuous: two intercepts and a loading free
data <- read.csv("../cfa/holzinger.csv"); items <- paste0("x", 1:9)
scales <- list(visual = paste0("x", 1:3), textual = paste0("x", 4:6), speed = paste0("x", 7:9))
model <- paste(sapply(names(scales), function(f) paste(f, "=~", paste(scales[[f]], collapse = " + "))), collapse = "\n")
fit <- cfa(model, data = data, group = "school", group.equal = c("loadings", "intercepts"), group.partial = c("x3 ~ 1", "x7 ~ 1", "speed =~ x9"))
est <- lavInspect(fit, "est"); labels <- lavInspect(fit, "group.label")
parts <- lapply(labels, function(l) data[data$school == l, items])
factor_of <- setNames(rep(names(scales), each = 3), items)
curve <- function(g, i, eta) est[[g]]$nu[i, 1] + est[[g]]$lambda[i, factor_of[[i]]] * eta
found <- effects(curve, parts, as.list(factor_of), setNames(as.list(est[[2]]$alpha[, 1]), names(scales)), setNames(as.list(sqrt(diag(est[[2]]$psi))), names(scales)))
save(c(list(file = "holzinger.csv", labels = labels, scales = scales), found), "continuous")
# ordered: four categories, the thresholds of one item free and the loading of another
set.seed(11)
n <- 500; group <- rep(c("a", "b"), each = n); eta <- rnorm(2 * n, ifelse(group == "a", 0, 0.4), ifelse(group == "a", 1, 1.2))
cuts <- matrix(c(-1, 0, 1, -0.8, 0.2, 1.1, -1.2, -0.1, 0.9, -0.9, 0.1, 1.2, -1, 0.1, 0.8), 5, byrow = TRUE)
load <- c(0.9, 0.8, 1, 0.7, 0.9)
answers <- sapply(1:5, function(i) { shift <- ifelse(group == "b" & i == 4, 0.6, 0); l <- ifelse(group == "b" & i == 5, 0.5, load[i])
  findInterval(l * eta + rnorm(2 * n, 0, 0.8) + shift, cuts[i, ]) + 1 })
colnames(answers) <- paste0("Q", 1:5)
survey <- data.frame(answers, group = group); write.csv(survey, "ordered.csv", row.names = FALSE)
for (kind in c("delta", "theta")) {
  fit <- cfa(paste("f =~", paste0("Q", 1:5, collapse = " + ")), data = survey, ordered = paste0("Q", 1:5), group = "group", parameterization = kind,
             group.equal = c("thresholds", "loadings"), group.partial = c(paste0("Q4|t", 1:3), "f =~ Q5"))
  est <- lavInspect(fit, "est"); sigma <- lavInspect(fit, "theta"); names_t <- rownames(est[[1]]$tau)
  curve <- function(g, i, eta) { t <- est[[g]]$tau[startsWith(names_t, paste0(i, "|")), 1]
    # the residual that sets the scale: 1/delta^2 less what the factor explains, or theta itself
    1 + sapply(eta, function(e) sum(pnorm((est[[g]]$nu[i, 1] + est[[g]]$lambda[i, "f"] * e - t) / sqrt(sigma[[g]][i, i])))) }
  parts <- lapply(c("a", "b"), function(l) survey[survey$group == l, paste0("Q", 1:5)])
  found <- effects(curve, parts, setNames(as.list(rep("f", 5)), paste0("Q", 1:5)), list(f = est[[2]]$alpha[1, 1]), list(f = sqrt(est[[2]]$psi[1, 1])))
  save(c(list(file = "ordered.csv", parameterization = kind), found), kind)
}
