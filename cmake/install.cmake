# What `cmake --install` puts where: the program under its three names, its manual, and completions.
include(GNUInstallDirs)

# The manual and the completions are made from the definition of the command line.
add_executable(muster-reference cmd/reference/main.cpp)
target_compile_definitions(muster-reference PRIVATE MUSTER_VERSION="${PROJECT_VERSION}")
target_link_libraries(muster-reference PRIVATE muster_cmd_reference)
set(reference ${CMAKE_BINARY_DIR}/reference)
file(MAKE_DIRECTORY ${reference}/man ${reference}/completion)
add_custom_command(
  OUTPUT ${reference}/stamp
  COMMAND muster-reference man ${reference}/man
  COMMAND muster-reference completion ${reference}/completion
  COMMAND ${CMAKE_COMMAND} -E touch ${reference}/stamp
  DEPENDS muster-reference
  VERBATIM)
add_custom_target(reference ALL DEPENDS ${reference}/stamp)

install(TARGETS muster RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR})
# The same program under the plugin's name makes `docker compose` run Muster, and scripts may call `docker-compose`.
install(PROGRAMS $<TARGET_FILE:muster> DESTINATION ${CMAKE_INSTALL_LIBEXECDIR}/docker/cli-plugins
        RENAME docker-compose)
install(PROGRAMS $<TARGET_FILE:muster> DESTINATION ${CMAKE_INSTALL_BINDIR} RENAME docker-compose)

install(DIRECTORY ${reference}/man/ DESTINATION ${CMAKE_INSTALL_MANDIR}/man1 FILES_MATCHING PATTERN "*.1")
# Bash and fish look for a file of the command's name.
foreach(command muster docker-compose)
  install(FILES ${reference}/completion/muster.bash
          DESTINATION ${CMAKE_INSTALL_DATADIR}/bash-completion/completions RENAME ${command})
  install(FILES ${reference}/completion/muster.fish
          DESTINATION ${CMAKE_INSTALL_DATADIR}/fish/vendor_completions.d RENAME ${command}.fish)
endforeach()
install(FILES ${reference}/completion/muster.zsh
        DESTINATION ${CMAKE_INSTALL_DATADIR}/zsh/site-functions RENAME _muster)
install(FILES LICENSE README.md docs/commands.md DESTINATION ${CMAKE_INSTALL_DOCDIR})
