# The silo, the console, and the silo with the client programs of PostgreSQL, by which it backs up and restores.
FROM mcr.microsoft.com/dotnet/sdk:10.0 AS build
WORKDIR /source
COPY global.json Directory.*.props Directory.*.targets BannedSymbols.txt .editorconfig ./
COPY eng eng
COPY grain-interfaces grain-interfaces
COPY grains grains
COPY silo silo
COPY client client
COPY web web
COPY db db
RUN dotnet publish silo/Silo/OrleansAssets.Silo.csproj -c Release -p:Analyze=false -o /app/silo \
 && dotnet publish client/OrleansAssets.Cli/OrleansAssets.Cli.csproj -c Release -p:Analyze=false -o /app/assets

FROM mcr.microsoft.com/dotnet/aspnet:10.0 AS assets
WORKDIR /app
COPY --from=build /app/assets assets
COPY config config
# For the token that it makes Prometheus: a volume takes its owner from here.
RUN mkdir /tokens && chown $APP_UID /tokens
USER $APP_UID
ENTRYPOINT ["dotnet", "/app/assets/assets.dll"]

FROM mcr.microsoft.com/dotnet/aspnet:10.0 AS silo
WORKDIR /app
COPY --from=build /app/silo silo
COPY config config
RUN mkdir .data && chown $APP_UID .data
ENV ASSETS_ROOT=/app ASSETS_BIND=0.0.0.0
EXPOSE 8080 11111 30000
USER $APP_UID
ENTRYPOINT ["dotnet", "/app/silo/OrleansAssets.Silo.dll"]

FROM silo AS backup
USER root
# Of the version of the server in docker-compose.yml.
RUN apt-get update \
 && apt-get install --yes --no-install-recommends postgresql-client-16 \
 && rm -rf /var/lib/apt/lists/*
USER $APP_UID
