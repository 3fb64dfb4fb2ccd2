# One image for gateway and worker: `serve` is the default command, `worker` the other one.
# Only `npm ci` reaches the network. Build from the root of the project: docker build -t facteur .

FROM node:20-bookworm-slim AS build
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
RUN npm ci --no-audit --no-fund
COPY . .
# node_modules keeps what runs; compiler, linters and test tools stay behind.
RUN npm run build && npm prune --omit=dev --no-audit --no-fund

FROM node:20-bookworm-slim
ENV NODE_ENV=production \
    HOST=0.0.0.0 \
    PORT=3000 \
    FACTEUR_DATA=/data \
    FACTEUR_ORDERS=/data/inbox/orders \
    FACTEUR_STATEMENTS=/data/inbox/statements
WORKDIR /app
COPY --from=build /app/package.json /app/LICENSE /app/NOTICE ./
COPY --from=build /app/bin ./bin
COPY --from=build /app/config ./config
COPY --from=build /app/schemas ./schemas
COPY --from=build /app/libs ./libs
COPY --from=build /app/dist ./dist
COPY --from=build /app/node_modules ./node_modules
# A named volume takes over this owner when it is first mounted.
RUN mkdir /data && chown node:node /data
USER node
VOLUME /data
EXPOSE 3000
# The process itself says whether its database answers.
HEALTHCHECK --interval=10s --timeout=5s --start-period=30s --retries=3 \
    CMD ["node", "-e", "fetch('http://127.0.0.1:' + process.env.PORT + '/health/ready').then((answer) => process.exit(answer.ok ? 0 : 1), () => process.exit(1))"]
ENTRYPOINT ["node", "/app/bin/run-built.mjs"]
CMD ["serve"]
