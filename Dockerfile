FROM node:24.22.3-bookworm-slim AS build
WORKDIR /redress
COPY package.json package-lock.json .npmrc ./
RUN npm ci
COPY . .
RUN npm run build -- --product
RUN npm ci --omit=dev

FROM node:24.22.3-bookworm-slim
WORKDIR /redress
ENV NODE_ENV=production TZ=UTC
COPY --from=build /redress/package.json ./
COPY --from=build /redress/node_modules node_modules
COPY --from=build /redress/dist dist
USER node
EXPOSE 3000
CMD ["node", "dist/server.js"]
