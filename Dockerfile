# syntax=docker/dockerfile:1

# ---- build: restores exactly what the lock files hold, then publishes -------------------------------------------------------------------
FROM mcr.microsoft.com/dotnet/sdk:10.0 AS build
WORKDIR /source
ENV DOTNET_CLI_TELEMETRY_OPTOUT=1 \
    DOTNET_NOLOGO=1

# What a restore needs comes first, so that a change of code does not fetch every package again.
COPY global.json Directory.Build.props Directory.Packages.props .editorconfig ./
COPY build/ build/
COPY src/Monitor.Classifier/Monitor.Classifier.csproj src/Monitor.Classifier/packages.linux-x64.lock.json src/Monitor.Classifier/packages.linux-arm64.lock.json src/Monitor.Classifier/
COPY src/Monitor.Worker/Monitor.Worker.csproj src/Monitor.Worker/packages.linux-x64.lock.json src/Monitor.Worker/packages.linux-arm64.lock.json src/Monitor.Worker/
# The machine that the program is compiled ahead for; for ARM: --build-arg RID=linux-arm64
ARG RID=linux-x64
RUN dotnet restore src/Monitor.Worker/Monitor.Worker.csproj -p:RuntimeIdentifier="$RID" --locked-mode

COPY appsettings.json ./
COPY models/ models/
COPY src/ src/
# The empty data folder is made here: a named volume takes owner and mode from the image at its first use, and the runtime image then needs no
# RUN of its own.
RUN dotnet publish src/Monitor.Worker/Monitor.Worker.csproj --configuration Release --runtime "$RID" --no-restore --output /app \
    && install --directory --mode=0711 /data

# ---- run: no SDK, no root, nothing that has to be written but the volume and two tmpfs ---------------------------------------------------
FROM mcr.microsoft.com/dotnet/aspnet:10.0 AS runtime
WORKDIR /app
COPY --from=build /app/ /app/
COPY --from=build --chown=1654:1654 /data/ /var/lib/monitor/

# The socket is outside the volume: it must not outlive the container, and a volume on a network disk cannot hold one.
# Diagnostics would open a second socket in /tmp, which nothing here uses.
ENV PATH="/app:${PATH}" \
    DOTNET_EnableDiagnostics=0 \
    Storage__Directory=/var/lib/monitor \
    Api__Socket=/run/monitor/monitor.sock

# The user "app" of Microsoft's images, by number, so that Kubernetes' runAsNonRoot can see that it is not root.
USER 1654:1654
VOLUME ["/var/lib/monitor"]
STOPSIGNAL SIGTERM

# Asks the daemon over its socket, as an operator would. Quiet: only the exit code counts, and no name or text reaches the engine's log.
HEALTHCHECK --interval=30s --timeout=10s --start-period=30s --retries=3 CMD ["/app/monitor", "status", "--quiet"]

ENTRYPOINT ["/app/monitor"]
CMD ["run"]
